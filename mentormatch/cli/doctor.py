"""`mentormatch doctor`: the settings, what they lead to, and what is wrong."""

import json
import sys
from dataclasses import asdict

import click

from mentormatch.cli import environment
from mentormatch.usecases.diagnose import Diagnosis, diagnose


@click.command(name="doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--deep", is_flag=True, help="Also read the whole database through.")
def command(as_json: bool, deep: bool) -> None:
    """Say what is set, what is there and what is wrong; exit status 1 when anything is."""
    diagnosis = diagnose(environment.environment(), deep=deep)
    if as_json:
        content = {"sound": diagnosis.sound, **asdict(diagnosis)}
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
    else:
        _print(diagnosis)
    sys.exit(0 if diagnosis.sound else 1)


def _print(diagnosis: Diagnosis) -> None:
    wide = max(len(setting.name) for setting in diagnosis.settings)
    values = max(len(setting.shown) for setting in diagnosis.settings)
    click.echo("Settings")
    for setting in diagnosis.settings:
        line = f"  {setting.name:{wide}}  {setting.shown:{values}}  {setting.source:11}  {setting.about}"
        click.echo(line.rstrip())
        _print_problem(setting.problem)
    click.echo("\nInstallation")
    wide = max(len(finding.name) for finding in diagnosis.findings)
    for finding in diagnosis.findings:
        click.echo(f"  {finding.name:{wide}}  {finding.found}".rstrip())
        _print_problem(finding.problem)
    click.echo("\nNothing is wrong." if diagnosis.sound else "\nSomething is wrong: see the lines with !!.")


def _print_problem(problem: str) -> None:
    if problem:
        click.echo(f"    !! {problem}")
