/* The sweep of a folder that is there: its plan is read again and prepared, so that its runs can be shown, merged and
 * told about. */
#include "sim/base/file.h"
#include "sim/sweep/store/store.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

/* Why a path is no sweep's folder; OK if it may be one. */
static ply_status look_at(const char *folder, const char *plan, ply_err *err) {
  struct stat about;
  if (stat(folder, &about) != 0)
    return ply_err_set(err, PLY_E_SYSTEM,
                       "there is no folder \"%s\": name the one that `parley sweep --out` wrote", folder);
  if (!S_ISDIR(about.st_mode))
    return ply_err_set(err, PLY_E_SYSTEM, "\"%s\" is a file: name the folder that `parley sweep --out` wrote",
                       folder);
  if (stat(plan, &about) != 0 && errno == ENOENT)
    return ply_err_set(err, PLY_E_SYSTEM,
                       "\"%s\" is no sweep's folder: `parley sweep --out` would have left a plan.json in it",
                       folder);
  return PLY_OK;
}

ply_status ply_sweep_kept_open(ply_sweep_kept *kept, const char *folder, ply_sweep_json *json, ply_err *err) {
  *kept = (ply_sweep_kept){0};
  ply_diags_init(&kept->problems);
  kept->plan = ply_plan_new(&kept->problems);
  char *path = ply_path_joined(folder, "plan.json");
  ply_status status = path == NULL || kept->plan == NULL ? PLY_E_MEMORY : look_at(folder, path, err);
  if (status == PLY_OK) status = ply_plan_load(kept->plan, path, err);
  if (status == PLY_OK) status = ply_sweep_prepare(kept->plan, json, &kept->sweep, err);
  free(path);
  if (status == PLY_E_MEMORY) ply_err_set(err, status, "not enough memory to read %s", folder);
  return status;
}

void ply_sweep_kept_done(ply_sweep_kept *kept) {
  ply_sweep_free(kept->sweep);
  ply_plan_free(kept->plan);
  ply_diags_done(&kept->problems);
}
