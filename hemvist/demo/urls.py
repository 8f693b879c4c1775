"""What only a demo shows: the mail it would have sent."""

from django.urls import URLPattern, path

from hemvist.demo import views

app_name = "demo"
urlpatterns: list[URLPattern] = [
    path("mail/", views.show_mailbox, name="mailbox"),
    path("mail/write/", views.write_mail, name="write_mail"),
    path("mail/<str:key>/answer/", views.answer_by_mail, name="answer_by_mail"),
    path("mail/<str:key>/back/", views.send_back, name="send_back"),
    path("texts/", views.show_telephones, name="telephones"),
    path("texts/answer/", views.answer_by_text, name="answer_by_text"),
    path("texts/arrived/", views.say_arrived, name="say_arrived"),
    path("mail/<slug:kind>/<str:key>/", views.show_letter, name="letter"),
]
