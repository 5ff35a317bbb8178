"""Load as it comes: at planned moments, whether or not the server has caught up."""
