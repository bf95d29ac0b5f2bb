"""What switches the packets of a site whose servers live: OVN, a chassis for each compute host."""
