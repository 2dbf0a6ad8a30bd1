/* Was this process started as one of several ranks, and where is the module that carries their messages? The
 * environment answers the first (each starter of MPI programs leaves its mark there); the second is looked
 * for beside the program, where a build puts it, and where it is installed. */
#include "sim/sweep/run/rank_messages.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int ply_rank_messages_ranks(void) {
  static const char *const sizes[] = {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"};
  for (int i = 0; i < 2; i++) {
    const char *size = getenv(sizes[i]);
    if (size != NULL) return atoi(size) > 1 ? atoi(size) : 1;
  }
  return getenv("PMIX_RANK") != NULL ? 1 : 0;
}

/* The folder that the program lies in; false where that is not known. */
static bool program_folder(char *path, size_t size) {
  ssize_t n = readlink("/proc/self/exe", path, size - 1);
  if (n <= 0) return false;
  path[n] = '\0';
  char *slash = strrchr(path, '/');
  if (slash == NULL) return false;
  *slash = '\0';
  return true;
}

/* Which mpirun it was, and so which module; a build against MPICH alone has it under the first name. */
static bool module_path(const char *folder, char *path, size_t size) {
  static const char *const names[] = {"parley-mpich.so", "parley-mpi.so"};
  for (int i = getenv("OMPI_COMM_WORLD_SIZE") != NULL ? 1 : 0; i < 2; i++)
    if ((size_t)snprintf(path, size, "%s/%s", folder, names[i]) < size && access(path, R_OK) == 0)
      return true;
  return false;
}

ply_status ply_rank_messages_load(const ply_rank_messages **out, ply_err *err) {
  char folder[4096], path[4200];
  bool found = (program_folder(folder, sizeof folder) && module_path(folder, path, sizeof path)) ||
               module_path(PARLEY_MODULES, path, sizeof path);
  if (!found)
    return ply_err_set(err, PLY_E_USAGE,
                       "this build has no MPI: install Open MPI or MPICH and build again, or use --shard");
  /* Its names are made global: Open MPI loads parts of its own that look for them. */
  void *module = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
  if (module == NULL) {
    const char *why = dlerror();
    return ply_err_set(err, PLY_E_SYSTEM, "MPI cannot be loaded: %s", why != NULL ? why : path);
  }
  *out = dlsym(module, PLY_CARRIER_SYMBOL);
  if (*out != NULL && (*out)->version == PLY_CARRIER_VERSION) return PLY_OK;
  return ply_err_set(err, PLY_E_USAGE, "%s belongs to another version of parley", path);
}
