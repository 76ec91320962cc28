"""Pages arrange panels; `create_app` registers them one by one."""
