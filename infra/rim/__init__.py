"""Between the files and Pulumi's programs, and what is finished beside Pulumi; declares nothing."""
