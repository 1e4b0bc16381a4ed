"""Every command and option; what a command needs is imported only when it runs."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from colonnade import __version__

FIRST_YEAR, LAST_YEAR = 1970, 2199

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="colonnade",
        description="Measure how mature a Customer Success organisation is, and plan the next 90 days.",
        epilog="Exit status: 0 done, 2 a mistake in what was given, 1 our fault.",
    )
    top.add_argument("--version", action="version", version=f"colonnade {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    records = (_data, _measure, _explain, _trace)
    for add in (_demo, _generate, _models, _template, _diagnose, _compare, *records, _serve, _remind):
        add(commands)
    return top


def _demo(commands: "Commands") -> None:
    demo = commands.add_parser("demo", help="a worked example from end to end")
    demo.add_argument("--dir", type=Path, default=Path("colonnade-demo"), metavar="DIR", help="where to write it")
    served = demo.add_mutually_exclusive_group()
    served.add_argument("--no-serve", action="store_true", help="only write and print")
    served.add_argument("--serve", action="store_true", help="serve the page too (the default at a terminal)")
    _served(demo)
    demo.set_defaults(module="demo")


def _generate(commands: "Commands") -> None:
    generate = commands.add_parser(
        "generate", help="a made-up company's records of any size, and the truth in them"
    )
    generate.add_argument("--accounts", type=int, default=500, metavar="N", help="that ever were (default 500)")
    generate.add_argument("--months", type=int, default=24, metavar="M", help="of records (default 24)")
    generate.add_argument("--events", type=int, default=50_000, metavar="E", help="of usage (default 50000)")
    generate.add_argument("--seed", type=int, default=7, metavar="S", help="of the dice (default 7)")
    generate.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new or empty folder")
    generate.add_argument("--ends-on", type=_day, metavar="DATE", help="the last day (default: 2026-10-31)")
    generate.add_argument(
        "--format",
        choices=("csv", "parquet"),
        dest="form",
        help="of the files (default: csv up to a million events, parquet above)",
    )
    generate.add_argument(
        "--shape", choices=("salesforce", "stripe+zendesk"), help="as these systems export it (default: canonical)"
    )
    generate.set_defaults(module="generate")


def _models(commands: "Commands") -> None:
    models = commands.add_parser("models", help="the catalogue of models, one of them, or a check of your own")
    models.set_defaults(module="models", action="list", format="table")
    actions = models.add_subparsers(dest="action", metavar="ACTION")
    show = actions.add_parser("show", help="all of one model")
    show.add_argument("model", metavar="ID|FILE")
    _format(show)
    check = actions.add_parser("check", help="every problem of model files, with line")
    check.add_argument("files", type=Path, nargs="+", metavar="FILE")
    schema = actions.add_parser("schema", help="the JSON Schema of a model file, for editors")
    for each in (show, check, schema):
        each.set_defaults(module="models")


def _template(commands: "Commands") -> None:
    template = commands.add_parser("template", help="an empty scorecard, answer sheet or interview sheet")
    template.add_argument("model", metavar="MODEL", help="a shipped model's id, a YAML file, or all (--answers)")
    template.add_argument("--out", type=Path, required=True, metavar="FILE", help=".xlsx or .csv (interview: .md)")
    template.add_argument("--reviewer", metavar="NAME", help="whom it is for")
    kind = template.add_mutually_exclusive_group()
    kind.add_argument("--answers", action="store_true", help="an answer sheet: the criteria that decide a stage")
    kind.add_argument("--interview", action="store_true", help="interview sheets, one for each area")
    template.add_argument(
        "--with",
        type=Path,
        action="append",
        default=[],
        dest="answered",
        metavar="FILE",
        help="answers so far: only what still decides is asked (may be given several times)",
    )
    template.add_argument("--data", metavar="DIR|URL", help="records: what they show arrives answered")
    template.add_argument("--mapping", type=Path, metavar="FILE", help="how the exports map, if not unaided")
    template.add_argument("--org", type=Path, metavar="FILE", help="tiers, what is not done (YAML)")
    template.add_argument(
        "--all", action="store_true", help="ask every open criterion, also what decides nothing yet"
    )
    template.set_defaults(module="template")


def _diagnose(commands: "Commands") -> None:
    diagnose = commands.add_parser("diagnose", help="from scorecards to a constraint, levers and a 90-day plan")
    diagnose.add_argument("scores", type=Path, nargs="+", metavar="SCORES", help="scorecards, .csv or .xlsx")
    diagnose.add_argument("--model", metavar="ID|FILE", help="default: the shipped model the scores fit")
    diagnose.add_argument("--data", metavar="DIR|URL", help="the company's records, to stand beside the claims")
    diagnose.add_argument(
        "--answers",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="answers to criteria, .csv or .xlsx",
    )
    diagnose.add_argument("--mapping", type=Path, metavar="FILE", help="how the exports map, if not unaided")
    diagnose.add_argument("--plan", type=Path, metavar="FILE", help="a plan with owners and choices filled in")
    diagnose.add_argument("--target", type=int, metavar="N", help="stages at N or above are no priorities")
    diagnose.add_argument("--priorities", type=int, choices=(1, 2, 3), default=2, help="how many (default 2)")
    diagnose.add_argument(
        "--start", type=_day, metavar="DATE", help="the plan's first day (default: that of --plan, else today)"
    )
    diagnose.add_argument(
        "--org", type=Path, metavar="FILE", help="name, colour, logo, tiers, outsiders, what is not done (YAML)"
    )
    diagnose.add_argument(
        "--out",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="write the diagnosis: .json, .html, .pptx, .pdf (one page of it: NAMEsummary.pdf), "
        "or the plan: .csv, .xlsx, .md, .ics (may be given several times)",
    )
    diagnose.add_argument("--paper", choices=("a4", "letter"), default="a4", help="of a PDF (default a4)")
    diagnose.add_argument("--template", type=Path, metavar="FILE.pptx", help="the company's, for the deck")
    _as_of(diagnose)
    _format(diagnose)
    diagnose.set_defaults(module="diagnose")


def _compare(commands: "Commands") -> None:
    compare = commands.add_parser("compare", help="what moved between two diagnoses")
    compare.add_argument("baseline", type=Path, metavar="BASELINE.json")
    compare.add_argument("rescore", type=Path, metavar="RESCORE.json")
    _format(compare)
    compare.set_defaults(module="compare")


def _data(commands: "Commands") -> None:
    data = commands.add_parser("data", help="the company's records")
    actions = data.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="how exports map, what is missing, rows rejected and why")
    _records(check)
    check.add_argument("--write-mapping", type=Path, metavar="FILE", help="write the mapping, to edit")
    check.add_argument("--rejects", type=Path, metavar="FILE", help="write the rejected rows (.csv)")
    _format(check)
    check.set_defaults(module="data")
    load = actions.add_parser(
        "load",
        help="load exports into a folder that is kept; later loads read what is new",
        description="Loads exports into a warehouse: a folder that measure, diagnose, explain and data check read"
        " without loading. The same load again changes nothing; a file that is new or changed is read, and its"
        " rows take the place of those it had. The rows of a file that is no longer in the source stay, unless"
        " --prune is given: an export that was moved away is no reason to forget.",
    )
    _records(load)
    load.add_argument(
        "--into", type=Path, required=True, metavar="FOLDER", help="the warehouse, made if not there"
    )
    load.add_argument("--prune", action="store_true", help="take out rows of files that left the source")
    _format(load)
    load.set_defaults(module="data_load")
    ask = actions.add_parser("map", help="ask what is not sure of how exports map, and remember the answers")
    _records(ask)
    ask.add_argument("--out", type=Path, metavar="FILE", help="where to (default: beside the exports)")
    ask.set_defaults(module="data_map")


def _measure(commands: "Commands") -> None:
    measure = commands.add_parser("measure", help="metrics from the records, each with definition and rows")
    _records(measure)
    measure.add_argument("--metric", action="append", metavar="ID", help="only these (may be repeated)")
    measure.add_argument("--by", action="append", default=[], metavar="COLUMN", help="break down by a column")
    measure.add_argument("--series", action="store_true", help="24 months of each --metric, as known then")
    measure.add_argument(
        "--cohorts", action="store_true", help="what is left of each quarter's new accounts and their revenue"
    )
    measure.add_argument(
        "--definition",
        action="append",
        choices=("snapshot", "movements", "renewals"),
        help="gross and net retention in this way too, and what sets it apart (may be repeated)",
    )
    _as_of(measure)
    _format(measure)
    measure.set_defaults(module="measure")


def _explain(commands: "Commands") -> None:
    explain = commands.add_parser("explain", help="a metric's definition, SQL, inputs and the accounts behind it")
    explain.add_argument("metric", metavar="METRIC")
    explain.add_argument("source", nargs="?", metavar="DIR|URL")
    explain.add_argument("--mapping", type=Path, metavar="FILE")
    _as_of(explain)
    _format(explain)
    explain.set_defaults(module="explain")


def _trace(commands: "Commands") -> None:
    trace = commands.add_parser("trace", help="where a number of a saved diagnosis comes from")
    trace.add_argument("report", type=Path, metavar="REPORT.json")
    trace.add_argument("ref", nargs="?", metavar="REF", help="as reports print it; without one all are listed")
    trace.add_argument("--data", metavar="DIR|URL", help="records: measure again, and say whether it is still so")
    trace.add_argument("--mapping", type=Path, metavar="FILE", help="how the exports map, if not unaided")
    _format(trace)
    trace.set_defaults(module="trace")


def _serve(commands: "Commands") -> None:
    serve = commands.add_parser("serve", help="the web application, for scoring with colleagues")
    serve.add_argument("--dir", type=Path, default=Path("colonnade-data"), metavar="DIR", help="where its data is")
    _served(serve)
    serve.set_defaults(module="serve")


def _remind(commands: "Commands") -> None:
    remind = commands.add_parser("remind", help="mail to reviewers who have not handed in; for a daily job")
    remind.add_argument(
        "--dir", type=Path, default=Path("colonnade-data"), metavar="DIR", help="where the application's data is"
    )
    remind.set_defaults(module="remind")


def _served(command: argparse.ArgumentParser) -> None:
    command.add_argument("--port", type=_port, default=8000, metavar="N", help="default: 8000")
    command.add_argument("--no-open", action="store_true", help="open no browser")


def _records(command: argparse.ArgumentParser) -> None:
    command.add_argument("source", metavar="DIR|URL", help="exports (a folder or file), a database or a warehouse")
    command.add_argument("--mapping", type=Path, metavar="FILE", help="how the exports map, if not unaided")


def _as_of(command: argparse.ArgumentParser) -> None:
    command.add_argument("--as-of", type=_day, metavar="DATE", help="default: the records' latest day, or today")


def _format(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", choices=("table", "json"), default="table", help="default: table")


def _port(text: str) -> int:
    if text.isdecimal() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"'{text}' is not a port from 1 to 65535")


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date; write it as 2026-01-31") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise argparse.ArgumentTypeError(f"'{text}' is not a day of the years {FIRST_YEAR} to {LAST_YEAR}")
    return day
