"""The pinned Pulumi CLI, language host and OpenStack plugin: found, unpacked or built."""
