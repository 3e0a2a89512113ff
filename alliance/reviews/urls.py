from django.urls import path

from alliance.reviews.views import agenda, comments, reviews

app_name = "reviews"
urlpatterns = [
    path("reviews/", reviews.list_reviews, name="list_reviews"),
    path("reviews/past/", reviews.list_past, name="list_past"),
    path("reviews/<uuid:log_id>/", reviews.show_review, name="show_review"),
    path("reviews/<uuid:log_id>/comment/", comments.add_comment, name="add_comment"),
    path("reviews/<uuid:log_id>/sign-off/", reviews.sign_off, name="sign_off"),
    path(
        "reviews/<uuid:log_id>/sign-off/undo/",
        reviews.take_back_sign_off,
        name="take_back_sign_off",
    ),
    path("reviews/<uuid:log_id>/discuss/", reviews.discuss, name="discuss"),
    path("reviews/<uuid:log_id>/discuss/undo/", reviews.stop_discussing, name="stop_discussing"),
    path("reviews/<uuid:log_id>/recommend/", comments.recommend, name="recommend"),
    path("agenda/", agenda.list_agendas, name="list_agendas"),
    path("agenda/<uuid:member_id>/", agenda.show_agenda, name="show_agenda"),
    path("agenda/<uuid:member_id>/pdf/", agenda.print_agenda, name="print_agenda"),
    path("agenda/<uuid:member_id>/log/", agenda.log_supervision, name="log_supervision"),
    path("agenda/items/<uuid:item_id>/tick/", agenda.tick_off, name="tick_off"),
    path("agenda/items/<uuid:item_id>/carry-over/", agenda.carry_over, name="carry_over"),
    path("log/<uuid:log_id>/comments/", comments.show_thread, name="show_thread"),
    path(
        "recommendations/<uuid:recommendation_id>/aside/",
        comments.put_recommendation_aside,
        name="put_recommendation_aside",
    ),
]
