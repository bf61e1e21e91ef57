"""Writes the Parquet files of this folder with pyarrow 25: every codec that is read, each page version, nested types."""
import datetime
import decimal
import sys

import pyarrow as pa
import pyarrow.parquet as pq

out = sys.argv[1]
n = 5
table = pa.table({
    "anchor": [f"question {i} \u00e9" if i != 3 else None for i in range(n)],
    "positive": pa.array(["the same answer"] * n).dictionary_encode(),
    "negatives": pa.array([[f"n{i}a", None] if i != 2 else [] for i in range(n)]),
    "score": pa.array([i / 4 for i in range(n)], pa.float64()),
    "label": pa.array(range(n), pa.int64()),
    "flag": pa.array([i % 2 == 0 for i in range(n)]),
    "meta": pa.array([{"ticker": f"T{i}", "year": 2000 + i} if i != 4 else None for i in range(n)]),
    "when": pa.array([datetime.datetime(2024, 1, 2, 3, 4, 5)] * n, pa.timestamp("us")),
    "day": pa.array([datetime.date(2024, 1, 2)] * n),
    "price": pa.array([decimal.Decimal("-12.34")] * n, pa.decimal128(9, 2)),
    "blob": pa.array([b"\xff\x00"] * n, pa.binary()),
    "half": pa.array([-0.15625] * n, pa.float16()),
    "map": pa.array([[("a", 1), ("b", None)]] * n, pa.map_(pa.string(), pa.int32())),
    "large": pa.array(["big"] * n, pa.large_string()),
    "deep": pa.array([[[1, 2], [3]]] * n),
    "structs": pa.array([[{"a": "b", "c": None}]] * n),
    "empty": pa.array([None] * n, pa.null()),
    "unsigned": pa.array([2**64 - 1] * n, pa.uint64()),
})
for codec in ["none", "snappy", "gzip", "zstd", "lz4", "brotli"]:
    pq.write_table(table, f"{out}/{codec}.parquet", compression=codec, row_group_size=3, write_statistics=False)
pq.write_table(table, f"{out}/v2.parquet", compression="zstd", data_page_version="2.0", use_dictionary=False,
               column_encoding={"anchor": "DELTA_BYTE_ARRAY", "label": "DELTA_BINARY_PACKED",
                                "large": "DELTA_LENGTH_BYTE_ARRAY"})
pq.write_table(table.slice(0, 0), f"{out}/norows.parquet")
