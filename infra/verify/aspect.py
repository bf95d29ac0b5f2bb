"""In what an object of the cloud can be otherwise than the YAML says. Pure."""

from __future__ import annotations

from enum import Enum

from core.message import say


class Aspect(Enum):
    """The value says it to a person, as in "the status is SHUTOFF, the YAML says ACTIVE"."""

    MISSING = say("whether it is there")
    EXTRA = say("whether anybody asked for it")
    OF_NO_PROJECT = say("whether it has a project")
    ASTRAY = say("where it is")
    LEFT = say("whether it has left")
    TWICE = say("how often it is there")
    NAME = say("the name")
    ENABLED = say("whether it is enabled")
    LIMIT = say("the limit")
    UP = say("whether it is up")
    SHARED = say("whether other projects may use it")
    PORT_SECURITY = say("whether its security groups count")
    GATEWAY = say("the gateway")
    WAY_OUT = say("the way out to the internet")
    SEGMENT = say("the network and VLAN on which it arrives")
    DNS = say("the name servers")
    DHCP = say("whether it hands out addresses")
    ROUTES = say("the routes")
    STATUS = say("the status")
    BROKEN = say("the state")
    LOCKED = say("whether it is locked")
    FLAVOR = say("the flavor")
    PORT = say("its port")
    PORT_UP = say("whether its port is up")
    ADDRESS = say("the address")
    MORE_ADDRESSES = say("the addresses that it may use besides")
    GROUP = say("the security group")
    ATTACHED = say("what is attached")
    METADATA = say("the metadata")
    HOST = say("the host")
    POLICY = say("the policy")
    OUTSIDE = say("which servers are in it")
    TOGETHER = say("where its servers stand")
    SIZE = say("the size in GiB")
    TYPE = say("the type")
    BOOTS = say("whether it boots")
    OPEN_TO = say("who else may read it or write to it")
    COPIED_TO = say("the site it is copied to")
    LISTED = say("whether it is listed")
    IOPS = say("the limit in IOPS per GiB")
    CAPACITY = say("vCPU and MiB")
    FENCE = say("what it asks of hosts")
    HOSTS = say("its hosts")
    PROPERTIES = say("its properties")
    TOPOLOGY = say("sockets × cores, which licences count,")
