"""The company's own records: recognised, loaded, checked and measured. Only this room knows Ibis and DuckDB."""

from colonnade.records.answering import answers, settle
from colonnade.records.asking import asked_for_table
from colonnade.records.cautions import cautions as cautions
from colonnade.records.cohorts import cohort_needs, cohort_triangle
from colonnade.records.definitions import retention
from colonnade.records.evidence import measure_wanted, tables_of_metrics
from colonnade.records.mapping import FILE_NAME as MAPPING_FILE_NAME
from colonnade.records.mapping import BadMapping, mapping_text, write_mapping
from colonnade.records.measure import Explanation, catalogue, explain, measure, movements
from colonnade.records.open import Records, open_records, write_rejects
from colonnade.records.quality import DataCheck
from colonnade.records.series import series
from colonnade.records.top_accounts import top_accounts
from colonnade.records.warehouse.folder import BadWarehouse, BusyWarehouse, LoadNotKept, is_warehouse
from colonnade.records.warehouse.load import LoadReport, load_into
from colonnade.records.warehouse.manifest import Load, LoadedFile
from colonnade.records.warehouse.reading import open_warehouse

__all__ = [
    "MAPPING_FILE_NAME",
    "BadMapping",
    "BadWarehouse",
    "BusyWarehouse",
    "DataCheck",
    "Explanation",
    "Load",
    "LoadNotKept",
    "LoadReport",
    "LoadedFile",
    "Records",
    "answers",
    "asked_for_table",
    "catalogue",
    "cohort_needs",
    "cohort_triangle",
    "explain",
    "is_warehouse",
    "load_into",
    "mapping_text",
    "measure",
    "measure_wanted",
    "movements",
    "open_records",
    "open_warehouse",
    "retention",
    "series",
    "settle",
    "tables_of_metrics",
    "top_accounts",
    "write_mapping",
    "write_rejects",
]
