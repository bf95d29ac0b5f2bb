"""What servers are configured with: inventory, the register's package, how it is told."""
