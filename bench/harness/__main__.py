"""Runs the measures and writes the report. `scripts/bench` prepares everything and calls this."""

import argparse
import contextlib
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from . import readme
from .context import Context
from .database import Cluster
from .machine import describe
from .measures import MEASURES
from .results import Run, write
from .servers import Servers
from .sizes import QUICK, WHOLE
from .tables import goals_table
from .targets import Targets

ROOT = Path(__file__).resolve().parents[2]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="harness")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", type=names, default=list(MEASURES), metavar="NAME[,NAME]")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--binaries", type=Path, required=True, help="where podium and bench-store are")
    parser.add_argument("--driver", type=Path, required=True)
    parser.add_argument("--pgbench", type=Path, required=True)
    parser.add_argument("--readme", type=Path, help="where the goals are to be shown")
    parser.add_argument("--build", type=Path, required=True, help="where the peers were prepared")
    return parser.parse_args()


def names(text: str) -> list[str]:
    wanted = text.split(",")
    unknown = [name for name in wanted if name not in MEASURES]
    if unknown:
        raise argparse.ArgumentTypeError(f"no measure {unknown[0]}; there are {', '.join(MEASURES)}")
    return [name for name in MEASURES if name in wanted]


@contextlib.contextmanager
def prepared(options: argparse.Namespace) -> Iterator[Context]:
    """A PostgreSQL and a folder for one run; both are gone afterwards, but for the logs of a failed one."""
    with tempfile.TemporaryDirectory(prefix="podium-bench.") as folder:
        scratch = Path(folder)
        scratch.chmod(0o755)    # PostgreSQL's user has to get in
        logs = options.build / "logs"
        logs.mkdir(exist_ok=True)
        for log in logs.iterdir():
            log.unlink()
        cluster = Cluster(ROOT, scratch / "postgres")
        cluster.start()
        try:
            yield Context(
                ROOT, options.build, options.binaries, options.driver, options.pgbench, scratch,
                QUICK if options.quick else WHOLE, cluster,
                Servers(ROOT, options.build, options.binaries / "podium", logs), Targets(scratch))
        finally:
            cluster.stop()


def measure(context: Context, run: Run, name: str) -> None:
    """One measure; a failure is noted and the others go on."""
    print(f"bench: {name} ...", end=" ", file=sys.stderr, flush=True)
    begun = time.monotonic()
    context.failures.clear()
    context.cluster.checkpoint()
    try:
        run.measures[name] = context.results[name] = MEASURES[name](context)
    except Exception as error:
        run.failures[name] = str(error)
        traceback.print_exc()
    else:
        if context.failures:
            run.failures[name] = "; ".join(f"{system}: {reason}" for system, reason in context.failures.items())
    run.durations[name] = time.monotonic() - begun
    print(f"{run.durations[name]:.1f} s", file=sys.stderr)


def main() -> int:
    options = arguments()
    begun = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))    # so that all that was started is stopped
    os.environ["BENCH_BUILD"] = str(options.build)
    with prepared(options) as context:
        run = Run(describe(context.cluster.version), options.quick)
        for name in options.only:
            measure(context, run, name)
    run.seconds = time.monotonic() - begun
    write(run, options.output)
    if options.readme:
        readme.show(options.readme, options.output / "results.md")
    print(goals_table(run.goals()))
    for name, reason in run.failures.items():
        print(f"bench: {name} failed: {reason}", file=sys.stderr)
    print(f"bench: {run.seconds:.0f} s, written to {options.output}", file=sys.stderr)
    return 1 if run.failures else 0


sys.exit(main())
