"""The closed lists of the matrix: layers, activities, parts that a party takes, days. Pure.

Source of the layers: what providers and municipalities in Japan name between themselves, from the
facility up to the application; LGWAN-ASP's outline has the same order. Which of them rests on which
stands in `monitoring/matrix/layers.yaml`.
"""

from __future__ import annotations

from enum import StrEnum

from core.message import Message, say


class Layer(StrEnum):
    """What can be broken, and what somebody answers for."""

    FACILITY = "facility"
    HARDWARE = "hardware"
    VIRTUALISATION = "virtualisation"
    ZONE_NETWORK = "zone_network"
    OS = "os"
    MIDDLEWARE = "middleware"
    PACKAGE = "package"
    SETTINGS = "settings"
    DATA = "data"
    BACKUP = "backup"
    RESTORE_TEST = "restore_test"
    LGWAN_LINE = "lgwan_line"
    ACCESS_LINE = "access_line"
    TOWN_LAN = "town_lan"
    MONITORING = "monitoring"
    PUBLIC_NOTICE = "public_notice"


LAYER_WORDS: dict[Layer, Message] = {
    Layer.FACILITY: say("facility, power and cooling"),
    Layer.HARDWARE: say("hardware"),
    Layer.VIRTUALISATION: say("virtualisation"),
    Layer.ZONE_NETWORK: say("zone network"),
    Layer.OS: say("operating system"),
    Layer.MIDDLEWARE: say("middleware and database"),
    Layer.PACKAGE: say("business package"),
    Layer.SETTINGS: say("settings, rights and masters"),
    Layer.DATA: say("content of data"),
    Layer.BACKUP: say("backup"),
    Layer.RESTORE_TEST: say("restore test"),
    Layer.LGWAN_LINE: say("line to the LGWAN"),
    Layer.ACCESS_LINE: say("access line"),
    Layer.TOWN_LAN: say("town hall's network and terminals"),
    Layer.MONITORING: say("monitoring"),
    Layer.PUBLIC_NOTICE: say("public notice"),
}


class Activity(StrEnum):
    """What is to be done about a layer."""

    MONITOR = "monitor"
    FIRST_RESPONSE = "first_response"
    REPAIR = "repair"
    CHANGE_APPROVAL = "change_approval"
    PATCH = "patch"
    BACKUP = "backup"
    RESTORE_TEST = "restore_test"
    ACCESS_REVIEW = "access_review"
    INCIDENT_REPORT = "incident_report"
    PUBLIC_NOTICE = "public_notice"


ACTIVITY_WORDS: dict[Activity, Message] = {
    Activity.MONITOR: say("watching"),
    Activity.FIRST_RESPONSE: say("first response"),
    Activity.REPAIR: say("repair"),
    Activity.CHANGE_APPROVAL: say("approval of changes"),
    Activity.PATCH: say("patching"),
    Activity.BACKUP: say("backup"),
    Activity.RESTORE_TEST: say("restore test"),
    Activity.ACCESS_REVIEW: say("review of access"),
    Activity.INCIDENT_REPORT: say("incident report"),
    Activity.PUBLIC_NOTICE: say("public notice"),
}

CALLED_FOR = Activity.REPAIR
"""Whoever is accountable for this is the one whom an alert calls: the layer is broken, and it is
theirs to have it mended. Watching it and answering first are other rows, often another party's."""


class Part(StrEnum):
    """What a party has to do with an activity, named as the fields of the files are."""

    ACCOUNTABLE = "accountable"
    RESPONSIBLE = "responsible"
    CONSULTED = "consulted"
    INFORMED = "informed"


PART_WORDS: dict[Part, Message] = {
    Part.ACCOUNTABLE: say("accountable"),
    Part.RESPONSIBLE: say("responsible"),
    Part.CONSULTED: say("consulted"),
    Part.INFORMED: say("informed"),
}


class Dimension(StrEnum):
    """Of what a layer is one each: a line of the town hall is each member's, power each site's."""

    SITE = "site"
    HOST = "host"
    MEMBER = "member"
    SYSTEM = "system"


class Weekday(StrEnum):
    """Days as Alertmanager writes them, Monday first as `date.weekday()` counts."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


WEEKDAY_WORDS: dict[Weekday, Message] = {
    Weekday.MONDAY: say("Mon"),
    Weekday.TUESDAY: say("Tue"),
    Weekday.WEDNESDAY: say("Wed"),
    Weekday.THURSDAY: say("Thu"),
    Weekday.FRIDAY: say("Fri"),
    Weekday.SATURDAY: say("Sat"),
    Weekday.SUNDAY: say("Sun"),
}


class Channel(StrEnum):
    """A means of contact; two of one kind fail together."""

    PHONE = "phone"
    EMAIL = "email"
    WEBHOOK = "webhook"


CHANNEL_WORDS: dict[Channel, Message] = {
    Channel.PHONE: say("telephone"),
    Channel.EMAIL: say("e-mail"),
    Channel.WEBHOOK: say("webhook"),
}
