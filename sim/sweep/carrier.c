/* Was this process started as one of several ranks, and where is the module that carries their messages? The
 * environment answers the first (each starter of MPI programs leaves its mark there); the second is looked
 * for beside the program, where a build puts it, and where it is installed. */
#include "sim/sweep/carrier.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int ply_carrier_ranks(void) {
  static const char *const sizes[] = {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"};
  for (int i = 0; i < 2; i++) {
    const char *size = getenv(sizes[i]);
    if (size != NULL) return atoi(size) > 1 ? atoi(size) : 1;
  }
  return getenv("PMIX_RANK") != NULL ? 1 : 0;
}

/* "FOLDER/parley-mpi.so" with the folder that the program lies in; false where that is not known. */
static bool beside_program(char *path, size_t size) {
  char program[4096];
  ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
  if (n <= 0) return false;
  program[n] = '\0';
  char *slash = strrchr(program, '/');
  if (slash == NULL) return false;
  *slash = '\0';
  return (size_t)snprintf(path, size, "%s/" PARLEY_MPI_MODULE, program) < size;
}

/* The module's names are global: Open MPI loads parts of its own that look for them. */
static void *load(const char *path) { return dlopen(path, RTLD_NOW | RTLD_GLOBAL); }

ply_status ply_carrier_load(const ply_carrier **out, ply_err *err) {
  char beside[4200];
  void *module = NULL;
  if (beside_program(beside, sizeof beside) && access(beside, R_OK) == 0)
    module = load(beside);
  else
    module = load(PARLEY_MODULES "/" PARLEY_MPI_MODULE);
  if (module == NULL) {
    const char *why = dlerror();
    return ply_err_set(
        err, PLY_E_USAGE,
        "this build has no MPI: install Open MPI or MPICH and build again, or use --shard (%s)",
        why != NULL ? why : "no module");
  }
  *out = dlsym(module, PLY_CARRIER_SYMBOL);
  if (*out != NULL && (*out)->version == PLY_CARRIER_VERSION) return PLY_OK;
  return ply_err_set(err, PLY_E_USAGE, "%s belongs to another version of parley", PARLEY_MPI_MODULE);
}
