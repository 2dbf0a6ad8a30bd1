/* The picture itself: the script that plot.c writes is given to gnuplot. */
#include "sim/sweep/analyse/analyse.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* gnuplot reads the script from a pipe; its own messages go to standard error. */
ply_status ply_sensitivity_draw(const char *script, size_t length, ply_err *err) {
  FILE *pipe = popen("exec gnuplot", "w");
  if (pipe == NULL) return ply_err_set(err, PLY_E_SYSTEM, "gnuplot cannot be started: %s", strerror(errno));
  bool ok = fwrite(script, 1, length, pipe) == length;
  int code = pclose(pipe);
  if (code == 127 << 8)
    return ply_err_set(
        err, PLY_E_SYSTEM,
        "the picture is not drawn: gnuplot is not installed (Debian: apt-get install gnuplot-nox)");
  return ok && code == 0 ? PLY_OK : ply_err_set(err, PLY_E_SYSTEM, "gnuplot could not draw the picture");
}
