#ifdef TENSORBROOK_ONEDNN

#include "primitives.h"

namespace tb {

dnnl::engine& engine() {
  static auto* engine = new dnnl::engine(dnnl::engine::kind::cpu, 0);
  return *engine;
}

dnnl::stream& stream() {
  // A stream of the CPU engine runs at once, in the calling thread.
  static thread_local dnnl::stream stream(engine());
  return stream;
}

}  // namespace tb

#endif
