"""Questions of this kind; being written."""
