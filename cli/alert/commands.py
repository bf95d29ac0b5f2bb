"""`kumiai alert …`: whom alerts call, and the routes that make them. Adapter."""

from __future__ import annotations

import typer

from cli.alert.ack import ack
from cli.alert.dashboards import dashboards
from cli.alert.drill import drill
from cli.alert.exporter import exporter
from cli.alert.routes import routes
from cli.alert.rules import rules
from cli.alert.service import service
from cli.alert.set_up import set_up
from cli.alert.status import status
from cli.alert.test import test
from cli.alert.who import who
from cli.tree import Commands

alert = Commands("Whom an alert calls, and the routes that follow from the matrix.")
alert.command()(who)
alert.command()(ack)
alert.command()(status)
alert.command()(drill)
alert.command()(test)
alert.command()(routes)
alert.command()(rules)
alert.command()(exporter)
alert.command()(service)
alert.command("set-up")(set_up)
alert.command()(dashboards)


def add_to(app: typer.Typer) -> None:
    app.add_typer(alert, name="alert")
