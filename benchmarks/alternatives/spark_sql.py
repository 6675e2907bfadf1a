"""The published cells with Spark on one machine: a script in SQL from the records to victim-years.

Spark has an environment of its own (`make spark-environment`), which holds nothing of the others.
So the program that is measured starts this module there, and makes the cells from its counts.

It keeps no fate, no reason and no trace of a record, checks nothing, and takes a code that no
crosswalk knows as unknown.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.alternatives import meanings
from benchmarks.alternatives.meanings import (
    NOBODY,
    NUMBERS,
    REGISTER_FIELDS,
    Meanings,
)
from benchmarks.engines import SPARK

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

HERE: Final = Path(__file__).resolve().parent
NOTHING: Final = r"\N"
"""Stands in a file of counts for no value; an empty text is a value."""

KEPT: Final = ("decoded", "copies", "superseded", "victim_years")
"""Views of the script that are written as Parquet and read from there: each is asked for often."""

_RECORDS_PER_PARTITION: Final = 500_000
"""A shuffle has a partition for each so many records, and at least two."""


def run(register: Path, seeds: Path, out: Path, memory: str, spill: Path | None) -> None:
    """Compute the published cells of a register and write them as Parquet.

    Args:
        register: the folder with the delivery.
        seeds: the project's seeds.
        out: the file to write.
        memory: heap of Java, such as 6GB.
        spill: where Spark may put its shuffles.

    Raises:
        subprocess.CalledProcessError: Spark failed.
    """
    import duckdb  # noqa: PLC0415 - the environment of Spark has no DuckDB

    from benchmarks.alternatives.published import COUNTS, publish  # noqa: PLC0415

    with tempfile.TemporaryDirectory(dir=spill.parent if spill else None) as directory:
        command = [str(SPARK / "python"), "-m", "benchmarks.alternatives.spark_sql"]
        command += ["--register", str(register), "--seeds", str(seeds), "--counts", directory]
        command += ["--memory", memory or "4GB", "--spill", str(spill or directory)]
        subprocess.run(command, check=True)  # noqa: S603 - the command stands above
        with duckdb.connect() as connection:
            counts = {
                name: connection.read_csv(
                    f"{directory}/{name}.csv", na_values=NOTHING
                ).to_arrow_table()
                for name in COUNTS
            }
        publish(counts, seeds, out)


def count(register: Path, seeds: Path, counts: Path, memory: str, spill: Path) -> None:
    """Count the victim-years of a register into one CSV for each table that `cells.sql` needs."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - only in Spark's own environment

    spark = (
        SparkSession.builder.master("local[*]")
        .appName("published cells")
        .config("spark.driver.memory", memory.lower().removesuffix("b"))
        .config("spark.local.dir", str(spill))
        .config("spark.sql.warehouse.dir", str(spill / "warehouse"))
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.ansi.enabled", "false")
        .config("spark.ui.enabled", "false")
        # Plans are as short as can be: on small registers most of the time goes into them.
        .config("spark.sql.adaptive.enabled", "false")
        .config("spark.sql.maxPlanStringLength", "1000")
        .config("spark.log.level", "ERROR")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )
    try:
        _count(spark, register, seeds, counts, spill)
    finally:
        java = spark.sparkContext._gateway.proc
        spark.stop()
        # Its memory and time are counted when it is waited for.
        java.stdin.close()
        java.wait()


def _count(spark: SparkSession, register: Path, seeds: Path, counts: Path, spill: Path) -> None:
    for table in ("notifications", "emm_records"):
        spark.read.parquet(f"{register}/{table}*.parquet").createOrReplaceTempView(table)
    script = (HERE / "spark_script.sql").read_text(encoding="utf-8")
    statements = [one for one in script.split(";\n") if one.strip()]
    spark.sql(statements[0])
    spark.conf.set("spark.sql.shuffle.partitions", "2")
    texts, records = _texts(spark)
    partitions = max(2, records // _RECORDS_PER_PARTITION)
    spark.conf.set("spark.sql.shuffle.partitions", str(partitions))
    parameters = _make_lists(spark, texts, seeds, counts)
    for statement in statements[1:]:
        spark.sql(_filled(statement, parameters))
        for name in KEPT:
            if f"temporary view {name} as" in statement:
                folder = str(spill / "kept" / name)
                spark.table(name).write.parquet(folder)
                spark.read.parquet(folder).createOrReplaceTempView(name)
    for name in (
        *("n_known", "n_persons", "n_forms", "n_traits", "n_nationalities"),
        *("n_sexual", "n_labour", "n_manners", "n_groups", "n_units"),
    ):
        table = spark.table(name)
        _write(counts / f"{name}.csv", table.columns, table.collect())


def _filled(statement: str, parameters: Mapping[str, int]) -> str:
    """Fill the parameters of a statement."""
    for name, value in parameters.items():
        statement = statement.replace(f":{name}", str(value))
    return statement


def _write(file: Path, header: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows([NOTHING if cell is None else cell for cell in row] for row in rows)


def _texts(spark: SparkSession) -> tuple[dict[str, list[str]], int]:
    """Return the different texts of every coded column and the number of records, read once."""
    columns = ["received_on", "delivered_on", "birth_date", "version", "reported_age"]
    columns += [*REGISTER_FIELDS, *NUMBERS]
    sets = ", ".join(f"collect_set({column}) as {column}" for column in columns)
    row = spark.sql(f"select {sets}, count(*) as records from delivered").first()
    return {column: row[column] for column in columns}, row["records"]


def _make_lists(
    spark: SparkSession, texts: Mapping[str, list[str]], seeds: Path, folder: Path
) -> dict[str, int]:
    """Make small tables of what the different texts mean, and return the parameters."""

    def make(name: str, columns: str, rows: Iterable[Iterable[Any]]) -> None:
        file = folder / f"list_{name}.csv"
        header = [column.split(" ")[0] for column in columns.split(", ")]
        _write(file, header, rows)
        reader = spark.read.option("header", "true").option("quoteAll", "true")
        # A text keeps its blanks, and an empty one is not the same as none.
        reader = reader.option("ignoreLeadingWhiteSpace", "false").option("emptyValue", "")
        reader = reader.option("ignoreTrailingWhiteSpace", "false").option("escape", '"')
        reader.schema(columns).csv(str(file)).createOrReplaceTempView(name)

    def translated(name: str, column: str, translate: Callable[[str], int | None]) -> list[Any]:
        found = ((text, translate(text)) for text in texts[column])
        rows = [(text, number) for text, number in found if number is not None]
        make(name, "text string, number bigint", rows)
        return rows

    received = translated("received_days", "received_on", meanings.as_day)
    delivered = translated("delivered_days", "delivered_on", meanings.as_day)
    translated("births", "birth_date", meanings.as_birth)
    translated("versions", "version", meanings.as_version)
    nothing = Meanings(seeds, range(0))
    translated("ages", "reported_age", nothing.as_age)
    days = ([day for _, day in rows] for rows in (received, delivered))
    meaning = Meanings(seeds, nothing.years_of(*days))
    count = len(meaning.years)
    named = texts["reporter"]
    make(
        "reporters",
        "text string, year_number bigint, source bigint, context bigint, needs_consent boolean",
        [
            (named[number // count], number % count, one.source, one.context, one.needs_consent)
            for number, one in enumerate(meaning.reporters(named))
            if one.source != NOBODY
        ],
    )
    for field in REGISTER_FIELDS:
        if field != "reporter":
            found = texts[field]
            make(
                f"m_{field}",
                "text string, year_number bigint, code string",
                [
                    (found[number // count], number % count, code)
                    for number, code in enumerate(meaning.register_codes(field, found))
                    if code is not None
                ],
            )
    for field, name in NUMBERS.items():
        found = texts[field]
        make(
            f"m_{name}",
            "text string, context bigint, number bigint",
            [
                (found[place // meaning.contexts], place % meaning.contexts, number)
                for place, number in enumerate(meaning.numbers(field, found))
                if number
            ],
        )
    make(
        "trafficking_forms",
        "nationality bigint, forms bigint, trafficking_form string, region string",
        [(*key, *value) for key, value in meaning.trafficking_forms().items()],
    )
    make(
        "genders",
        "number bigint, code string",
        [
            (0 if row["gender_code"] == meanings.UNKNOWN else row["sort_order"], row["gender_code"])
            for row in meaning.rows("ref_genders")
        ],
    )
    make(
        "countries",
        "number bigint, code string",
        [
            (0, meaning.no_country),
            *(
                (number, code)
                for code, number in meaning.country_numbers.items()
                if code != meaning.no_country
            ),
        ],
    )
    make(
        "age_bands",
        "age_from bigint, age_to bigint, adulthood string",
        [
            (row["age_from"], row["age_to"], row["adulthood_code"])
            for row in meaning.rows("ref_age_bands")
            if row["age_from"]
        ],
    )

    return {
        "earliest": meaning.day_parameter("received_on_earliest"),
        "consent_from": meaning.day_parameter("consent_required_from"),
        "age_least": meaning.ages.start,
        "age_most": meaning.ages.stop - 1,
        "sexual": meaning.sexual,
        "labour": meaning.labour,
        "criminal": meaning.criminal,
        "police": 1 << (meaning.police - 1),
        "kmar": meaning.kmar,
        "first_year": meaning.years.start,
        "year_count": count,
    }


def main() -> None:
    """Count, in Spark's own environment."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("register", "seeds", "counts", "spill"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--memory", required=True)
    options = parser.parse_args()
    count(options.register, options.seeds, options.counts, options.memory, options.spill)


if __name__ == "__main__":
    main()
