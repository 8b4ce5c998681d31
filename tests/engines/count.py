"""Runs counts.sql, as it is, on a table `logits` with the columns x and t: python count.py ENGINE LOGITS.csv OUT.csv"""

import csv
import pathlib
import sys

engine, logits, out = sys.argv[1:]
query = pathlib.Path(__file__).with_name("counts.sql").read_text()


def duckdb_rows():
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE logits AS SELECT x::DOUBLE AS x, t::DOUBLE AS t FROM read_csv('{logits}')")
    return connection.execute(query).fetchall()


def spark_rows():
    from pyspark.sql import SparkSession

    # On this machine, and seen from no other.
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    session.read.csv(logits, header=True, schema="x double, t double").createOrReplaceTempView("logits")
    rows = [tuple(row) for row in session.sql(query).collect()]
    session.stop()
    return rows


with open(out, "w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["cell", "count", "loss"])
    writer.writerows({"duckdb": duckdb_rows, "spark": spark_rows}[engine]())
