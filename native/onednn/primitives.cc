#ifdef TENSORBROOK_ONEDNN

#include "primitives.h"

#include "../heap.h"

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

// The arguments of one run, in the order of the operands; the scratch memory comes last.
struct Prepared::Call {
  std::vector<dnnl::memory> memories;
  std::vector<dnnl_exec_arg_t> arguments;

  void add(int id, const dnnl::memory::desc& desc) {
    memories.emplace_back(desc, engine(), nullptr);
    arguments.push_back({id, memories.back().get()});
  }
};

Prepared::Prepared(const dnnl::primitive_desc_base& desc, const dnnl::primitive& primitive)
    : desc_(desc),
      primitive_(primitive),
      scratch_bytes_(static_cast<int64_t>(desc.scratchpad_desc().get_size())) {}

Prepared::~Prepared() { delete idle_.load(); }

std::unique_ptr<Prepared::Call> Prepared::make_call(
    std::initializer_list<std::pair<int, const void*>> operands) const {
  auto call = std::make_unique<Call>();
  for (const auto& operand : operands) {
    call->add(operand.first, desc_.query_md(dnnl::query::exec_arg_md, operand.first));
  }
  call->add(DNNL_ARG_SCRATCHPAD, desc_.scratchpad_desc());
  return call;
}

void Prepared::run(std::initializer_list<std::pair<int, const void*>> operands) const {
  std::unique_ptr<Call> call(idle_.exchange(nullptr, std::memory_order_acquire));
  if (!call) call = make_call(operands);
  Scratch<char> scratch(scratch_bytes_);
  size_t place = 0;
  for (const auto& operand : operands) {
    call->memories[place++].set_data_handle(const_cast<void*>(operand.second));
  }
  call->memories[place].set_data_handle(scratch.get());
  {
    HeapOfOthers uncounted;  // oneDNN makes a table of the arguments
    dnnl::error::wrap_c_api(
        dnnl_primitive_execute(primitive_.get(), stream().get(),
                               static_cast<int>(call->arguments.size()), call->arguments.data()),
        "could not execute a primitive");
  }
  delete idle_.exchange(call.release(), std::memory_order_release);
}

}  // namespace tb

#endif
