"""The inbox of the desk."""

from django.urls import path

from hemvist.inbox import views

app_name = "inbox"
urlpatterns = [
    path("", views.mail_list, name="list"),
    path("failed/<int:pk>/seen-to/", views.see_to_letter, name="see_to_letter"),
    path("message/<int:pk>/", views.of_message, name="of_message"),
    path("<int:pk>/", views.mail, name="mail"),
    path("<int:pk>/attach/", views.attach, name="attach"),
    path("<int:pk>/enquiry/", views.enquiry, name="enquiry"),
    path("<int:pk>/not-ours/", views.not_ours, name="not_ours"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/part/<int:number>/", views.part, name="part"),
]
