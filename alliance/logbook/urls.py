from django.urls import path

from alliance.logbook.views import (
    absences,
    clients,
    drafts,
    log_moves,
    logs,
    saved,
    signals,
    trash,
)

app_name = "logbook"
urlpatterns = [
    path("log/new/", logs.new_log, name="new_log"),
    path("log/draft/", drafts.save_draft, name="save_draft"),
    path("log/<uuid:log_id>/", logs.show_log, name="show_log"),
    path("log/<uuid:log_id>/saved/", saved.show_saved, name="show_saved"),
    path("log/<uuid:log_id>/change/", logs.change_log, name="change_log"),
    path("log/<uuid:log_id>/trash/", log_moves.trash_log, name="trash_log"),
    path("log/<uuid:log_id>/restore/", log_moves.restore_log, name="restore_log"),
    path("log/<uuid:log_id>/move/", log_moves.move_log, name="move_log"),
    path("log/<uuid:log_id>/versions/", logs.show_versions, name="show_versions"),
    path("drafts/<uuid:submission>/", drafts.open_draft, name="open_draft"),
    path("drafts/<uuid:submission>/discard/", drafts.discard_draft, name="discard_draft"),
    path("suggestions/<uuid:suggestion_id>/take/", saved.take_card, name="take_card"),
    path("suggestions/<uuid:suggestion_id>/aside/", saved.put_card_aside, name="put_card_aside"),
    path("clients/new/", clients.add_client, name="add_client"),
    path("clients/new/code/", clients.suggest_code, name="suggest_code"),
    path("clients/<uuid:client_id>/change/", clients.change_client, name="change_client"),
    path("clients/<uuid:client_id>/close/", clients.close_client, name="close_client"),
    path("clients/<uuid:client_id>/reopen/", clients.reopen_client, name="reopen_client"),
    path("clients/<uuid:client_id>/trash/", trash.trash_client, name="trash_client"),
    path("clients/<uuid:client_id>/restore/", trash.restore_client, name="restore_client"),
    path("clients/<uuid:client_id>/absences/", absences.note_absence, name="note_absence"),
    path(
        "absences/<uuid:absence_id>/take-back/",
        absences.take_back_absence,
        name="take_back_absence",
    ),
    path("signals/<uuid:signal_id>/", signals.show_signal, name="show_signal"),
    path("signals/<uuid:signal_id>/answer/", signals.answer_signal, name="answer_signal"),
    path(
        "signals/<uuid:signal_id>/answer/take-back/",
        signals.take_back_answer,
        name="take_back_answer",
    ),
    path("trash/", trash.list_trash, name="list_trash"),
]
