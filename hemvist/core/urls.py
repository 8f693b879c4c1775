"""What any site needs: the look, the language, health, and what machines ask for."""

from django.urls import URLPattern, path

from hemvist.core import views

app_name = "core"
urlpatterns: list[URLPattern] = [
    path(
        "look/<str:readers>/<str:theme>/<int:hue>/<slug:version>.css",
        views.stylesheet_text,
        name="stylesheet",
    ),
    path("language/", views.set_language, name="set_language"),
    path("appearance/", views.appearance, name="appearance"),
    path("design/", views.design, name="design"),
    path("health/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
]
