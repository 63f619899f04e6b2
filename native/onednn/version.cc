#include "onednn.h"

#include <string>

#ifdef TENSORBROOK_ONEDNN
#include <dnnl.hpp>
#endif

namespace tb {

const char* onednn_version() {
#ifdef TENSORBROOK_ONEDNN
  static const std::string text = [] {
    const dnnl_version_t* version = dnnl::version();
    return std::to_string(version->major) + "." + std::to_string(version->minor) + "." +
           std::to_string(version->patch);
  }();
  return text.c_str();
#else
  return nullptr;
#endif
}

}  // namespace tb
