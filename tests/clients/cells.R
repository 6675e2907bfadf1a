# Every cell of every table in a PostgreSQL database, as R reads it: a file for each table, in a folder.
# Its first record are the names of the columns, the others are rows as the digest takes them
# (docs/publication.md). Records end in \036, for a text may hold a line feed.
# Rscript --vanilla cells.R HOST DATABASE USER FOLDER

suppressPackageStartupMessages(library(RPostgreSQL))

given <- commandArgs(trailingOnly = TRUE)
connection <- dbConnect(PostgreSQL(), host = given[1], dbname = given[2], user = given[3])

as_text <- function(values, type, scale) {
    texts <- switch(type,
        "boolean" = ifelse(values, "true", "false"),
        "numeric" = formatC(values, format = "f", digits = scale),
        "integer" = ,
        "bigint" = formatC(values, format = "f", digits = 0),
        "date" = format(values, "%Y-%m-%d"),
        "text" = values,
        stop("a type that is not known: ", type)
    )
    ifelse(is.na(values), "", paste0("\"", gsub("\"", "\"\"", texts, fixed = TRUE), "\""))
}

columns <- dbGetQuery(connection, paste(
    "select table_schema || '.' || table_name as relation, column_name, data_type, numeric_scale",
    "from information_schema.columns where table_schema in ('marts', 'main')",
    "order by table_schema, table_name, ordinal_position"
))
for (relation in unique(columns$relation)) {
    described <- columns[columns$relation == relation, ]
    rows <- dbGetQuery(connection, paste("select * from", relation))
    texts <- lapply(seq_len(nrow(described)), function(place) {
        as_text(rows[[place]], described$data_type[place], described$numeric_scale[place])
    })
    records <- c(
        paste0("\"", described$column_name, "\"", collapse = ","),
        if (nrow(rows) > 0) do.call(paste, c(texts, sep = ","))
    )
    file <- file(file.path(given[4], relation), open = "wb")
    writeBin(charToRaw(paste0(records, "\036", collapse = "")), file)
    close(file)
}
invisible(dbDisconnect(connection))
