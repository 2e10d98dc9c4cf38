"""The HTTP side of the portal: routes and pure-ASGI middleware beside Streamlit."""
