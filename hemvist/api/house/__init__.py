"""The municipality's own API, by the national profile for REST APIs: areas, places and pages."""
