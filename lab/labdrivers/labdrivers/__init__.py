"""What runs inside the lab's OpenStack environment: drivers without hardware, and the zygote.

Installed into `var/lab/venv`, never imported by kumiai itself.
"""
