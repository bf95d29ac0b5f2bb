# Source this (`. ./env.sh`) to type `pulumi up -s hita.primary` by hand: it then does what `kumiai up` does.
eval "$(.venv/bin/python -m infra.toolchain.environment)"
