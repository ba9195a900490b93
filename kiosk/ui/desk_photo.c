/* A photograph: the live picture with a guide for the face, then what was taken, to keep or not. */
#include "kiosk/ui/parts_desk.h"
#include "kiosk/ui/screen.h"
#include "message.h"

#define PHOTO_ASPECT (32.0f / 42.0f)

static void live(struct widget_tree *tree)
{
    tree_add(tree, (struct widget){.kind = WIDGET_CAMERA,
                                   .name = "camera",
                                   .value = CAMERA_GUIDE_FACE,
                                   .grow = 1,
                                   .min_height = 40,
                                   .aspect = PHOTO_ASPECT,
                                   .radius = RADIUS_CARD});
}

static void taken(struct widget_tree *tree)
{
    tree_add(tree, (struct widget){.kind = WIDGET_PHOTO,
                                   .name = "photo",
                                   .grow = 1,
                                   .min_height = 40,
                                   .aspect = PHOTO_ASPECT,
                                   .radius = RADIUS_CARD});
}

static void picture(struct widget_tree *tree, const struct ui_model *model)
{
    if (model->desk.taken) {
        taken(tree);
    } else if (model->camera == UI_CAMERA_RUNNING) {
        live(tree);
    } else {
        tree_message(tree, "desk.photo.no-camera",
                     (struct widget){.type = TYPE_LEAD, .color = COLOR_INK, .shrinks = true});
        part_space(tree, 1);
    }
}

static void buttons(struct widget_tree *tree, const struct ui_model *model)
{
    if (model->desk.taken) {
        desk_button(tree, "desk.photo.keep", ICON_SAVE, UI_ACTION_DEED, DESK_DEED_SAVE, true);
        desk_button(tree, "desk.photo.again", ICON_REPLACE, UI_ACTION_DEED, DESK_DEED_AGAIN, false);
    } else if (model->camera == UI_CAMERA_RUNNING) {
        desk_button(tree, "desk.photo.take", ICON_CAMERA, UI_ACTION_DEED, DESK_DEED_TAKE, true);
    }
}

static void build(struct widget_tree *tree, const struct ui_model *model)
{
    bool beside = tree->theme->landscape;
    desk_open(tree, model, true);
    desk_first(tree, 0.45f);
    if (beside) {
        picture(tree, model);
        desk_second(tree);
    }
    desk_title(tree, "desk.photo.title");
    tree_text(
        tree, "name", part_own_name(&model->person),
        (struct widget){
            .type = TYPE_LEAD, .color = COLOR_INK, .lines = 2, .shrinks = true, .personal = true});
    tree_message(tree, model->desk.taken ? "desk.photo.check" : "desk.photo.hint",
                 (struct widget){.type = TYPE_BODY, .color = COLOR_SOFT, .shrinks = true});
    if (!beside) {
        desk_second(tree);
        picture(tree, model);
    } else {
        part_space(tree, 1);
    }
    buttons(tree, model);
    desk_both(tree);
    desk_close(tree, model);
}

const struct screen desk_screen_photo = {"desk photo", build, UI_ACTION_NONE};
