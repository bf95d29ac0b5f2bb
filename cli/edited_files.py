"""The files that people edit, each with its model: the schemas and the reference cover these.

Adapter: it imports models, which costs time, and so only when asked.
"""

from __future__ import annotations

from core.strict import Strict


def edited_files() -> dict[str, type[Strict]]:
    """The model by the path of the files that it reads."""
    from licensing.papers.declaration import Declaration
    from licensing.papers.entitlement import Entitlement
    from licensing.papers.rule import Rule
    from monitoring.access.operator import Operator
    from monitoring.responsibility.duties import Responsibilities
    from monitoring.responsibility.holidays import Holidays
    from monitoring.responsibility.layers import Layers
    from monitoring.responsibility.party import Parties
    from monitoring.rules.alert import Alerts
    from runbooks.procedure import Procedure
    from tenants.catalogue_model import Catalogue
    from tenants.consortium_model import Consortium, Placement
    from tenants.member import Member
    from tenants.recovery_model import Recovery
    from tenants.site import Site

    return {
        "tenants/members/*.yaml": Member,
        "tenants/catalogue.yaml": Catalogue,
        "tenants/consortium.yaml": Consortium,
        "tenants/placement.yaml": Placement,
        "tenants/recovery.yaml": Recovery,
        "infra/sites/*.yaml": Site,
        "licensing/rules/*.yaml": Rule,
        "licensing/entitlements/*.yaml": Entitlement,
        "licensing/declarations/*.yaml": Declaration,
        "runbooks/procedures/*.yaml": Procedure,
        "monitoring/matrix/layers.yaml": Layers,
        "monitoring/matrix/parties.yaml": Parties,
        "monitoring/matrix/responsibilities.yaml": Responsibilities,
        "monitoring/matrix/holidays.yaml": Holidays,
        "monitoring/rules/alerts.yaml": Alerts,
        "monitoring/operators/*.yaml": Operator,
    }
