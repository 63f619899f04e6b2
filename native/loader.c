/* The module that Python imports: it hands over to the build for this CPU's best instruction set.
 */
#include <Python.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int supported(const char* isa) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (strcmp(isa, "avx512") == 0) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("fma") &&
           __builtin_cpu_supports("bmi2");
  }
  if (strcmp(isa, "avx2") == 0) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
           __builtin_cpu_supports("bmi2");
  }
#endif
  return strcmp(isa, "baseline") == 0;
}

/* Threads that wait for work burn a core by default, for milliseconds. Where cores are shared
   with input pipelines or other programs, that costs more than waking them. */
static void* open_library(const char* path) {
  int ours = !getenv("OMP_WAIT_POLICY") && !getenv("GOMP_SPINCOUNT");
  if (ours) setenv("GOMP_SPINCOUNT", "1000", 1);
  void* library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (ours) unsetenv("GOMP_SPINCOUNT");
  return library;
}

static PyObject* (*open_variant(const char* folder, int length, const char* isa))(void) {
  char path[4096];
  snprintf(path, sizeof path, "%.*s_native_%s.so", length, folder, isa);
  FILE* file = fopen(path, "rb");
  if (!file) return NULL;
  fclose(file);
  void* library = open_library(path);
  if (!library) {
    PyErr_Format(PyExc_ImportError, "%s can't be loaded: %s", path, dlerror());
    return NULL;
  }
  return (PyObject * (*)(void)) dlsym(library, "PyInit__native");
}

PyMODINIT_FUNC PyInit__native(void) {
  static const char* const variants[] = {"avx512", "avx2", "baseline"};
  Dl_info self;
  if (!dladdr((void*)PyInit__native, &self)) {
    PyErr_SetString(PyExc_ImportError, "The native core can't find its own file.");
    return NULL;
  }
  const char* slash = strrchr(self.dli_fname, '/');
  int length = slash ? (int)(slash - self.dli_fname) + 1 : 0;
  for (size_t i = 0; i < sizeof variants / sizeof *variants; ++i) {
    if (!supported(variants[i])) continue;
    PyObject* (*init)(void) = open_variant(self.dli_fname, length, variants[i]);
    if (init) return init();
    if (PyErr_Occurred()) return NULL;
  }
  PyErr_SetString(PyExc_ImportError, "The native core wasn't built for this CPU.");
  return NULL;
}
