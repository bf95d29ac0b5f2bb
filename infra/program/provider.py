"""An OpenStack provider that takes its login from clouds.yaml alone, so that no state holds one.

Adapter: Pulumi.
"""

from __future__ import annotations

import pulumi_openstack as openstack
from pulumi import ResourceOptions

RETRIES = 5
"""Times a call is tried again after a lost connection or a 429; the provider's own default is 0."""


def provider(
    name: str, cloud: str, region: str, opts: ResourceOptions | None = None
) -> openstack.Provider:
    """The provider for the entry `cloud` of clouds.yaml."""
    return openstack.Provider(name, cloud=cloud, region=region, max_retries=RETRIES, opts=opts)
