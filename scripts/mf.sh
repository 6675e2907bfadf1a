#!/bin/sh
# Asks the semantic layer about the current publication (docs/semantic-layer.md):
#     sh scripts/mf.sh query --metrics victims --group-by edition,metric_time__year
set -eu
root="$(cd "$(dirname "$0")/.." && pwd)"
programs="$root/.venv-metrics/bin"
test -x "$programs/mf" || { echo "MetricFlow is not set up: make metrics does that." >&2; exit 1; }

# As `slachtoffermonitor publish` has it: beside the warehouse, or where the setting says.
published="${SLACHTOFFERMONITOR_PUBLISHED:-$(dirname "${SLACHTOFFERMONITOR_DATABASE:-$root/slachtoffermonitor.duckdb}")/published}"
test -f "$published/current.duckdb" || { echo "There is no publication at $published/current.duckdb: make publish." >&2; exit 1; }
SLACHTOFFERMONITOR_PUBLICATION="$(cd "$published" && pwd)/current.duckdb"
export SLACHTOFFERMONITOR_PUBLICATION DBT_SEND_ANONYMOUS_USAGE_STATS=false DO_NOT_TRACK=1
unset DBT_TARGET_PATH DBT_LOG_PATH DBT_PROFILES_DIR DBT_PROJECT_DIR DBT_PROFILE DBT_TARGET

# The views are made when the project or the publication is newer than they are; a question only reads.
cd "$root/semantic"
if [ ! -e target/ready ] || [ -n "$(find -L . "$SLACHTOFFERMONITOR_PUBLICATION" -path ./target -prune -o -path ./logs -prune -o -type f -newer target/ready -print)" ]; then
    rm -f target/ready
    "$programs/dbt" --quiet --warn-error build
    touch target/ready
fi
# What the numbers are stands above them.
"$programs/python" -c 'import duckdb, sys; print(*duckdb.connect(sys.argv[1], read_only=True).execute("select notice from main.publication").fetchone())' \
    "$SLACHTOFFERMONITOR_PUBLICATION" >&2
SLACHTOFFERMONITOR_ACCESS=read_only exec "$programs/mf" "$@"
