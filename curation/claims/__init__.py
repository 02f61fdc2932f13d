"""From a response to the statements in it that can be checked one by one."""
