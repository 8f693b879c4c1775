"""What only a demo shows: the mail it would have sent."""

from django.urls import URLPattern, path

from hemvist.demo import views

app_name = "demo"
urlpatterns: list[URLPattern] = [
    path("mail/", views.show_mailbox, name="mailbox"),
    path("mail/<slug:kind>/<str:key>/", views.show_letter, name="letter"),
]
