"""What is written about licences: rules and entitlements, read and checked."""
