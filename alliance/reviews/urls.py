from django.urls import path

from alliance.reviews.views import comments, reviews

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
    path("log/<uuid:log_id>/comments/", comments.show_thread, name="show_thread"),
    path(
        "recommendations/<uuid:recommendation_id>/aside/",
        comments.put_recommendation_aside,
        name="put_recommendation_aside",
    ),
]
