// Reading and assigning native variables.
#include "../variable.h"

#include "../parallel.h"
#include "../registry.h"

namespace tb {
namespace {

bool is_initialized(KernelContext& ctx) {
  Variable* variable = variable_of(ctx.input(0));
  if (!variable) return false;
  *ctx.output(DType::kBool, Dims()).data<bool>() = variable->initialized();
  return true;
}

bool read_variable(KernelContext& ctx) {
  Variable* variable = variable_of(ctx.input(0));
  if (!variable) return false;
  Array value = variable->read();
  if (!value || value.dtype() != ctx.attr_dtype("dtype", value.dtype())) return false;
  ctx.share(std::move(value));
  return true;
}

bool assign_variable(KernelContext& ctx) {
  Variable* variable = variable_of(ctx.input(0));
  const Array& value = ctx.input(1);
  if (!variable || value.dtype() != variable->dtype()) return false;
  if (!variable->accepts(value.dims())) return false;
  variable->assign(value);
  return true;
}

template <int sign>
struct AssignUpdate {
  template <class T>
  static bool update(Variable& variable, const Array& delta) {
    std::lock_guard lock(variable.mutex());
    if (!variable.value() || !(variable.value().dims() == delta.dims())) return false;
    T* value = variable.writable().data<T>();
    const T* change = delta.data<T>();
    parallel_for(delta.size(), 1, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        value[i] = static_cast<T>(sign > 0 ? value[i] + change[i] : value[i] - change[i]);
      }
    });
    return true;
  }

  static bool run(KernelContext& ctx) {
    Variable* variable = variable_of(ctx.input(0));
    const Array& delta = ctx.input(1);
    if (!variable || delta.dtype() != variable->dtype()) return false;
    switch (delta.dtype()) {
      case DType::kFloat: return update<float>(*variable, delta);
      case DType::kDouble: return update<double>(*variable, delta);
      case DType::kBFloat16: return update<bfloat16>(*variable, delta);
      case DType::kHalf: return update<half>(*variable, delta);
      case DType::kInt32: return update<int32_t>(*variable, delta);
      case DType::kInt64: return update<int64_t>(*variable, delta);
      default: return false;
    }
  }
};

CPU_KERNEL_ANY("VarIsInitializedOp", is_initialized);
CPU_KERNEL_ANY("ReadVariableOp", read_variable);
CPU_KERNEL_ANY("AssignVariableOp", assign_variable);
CPU_KERNEL_ANY("AssignAddVariableOp", AssignUpdate<1>::run);
CPU_KERNEL_ANY("AssignSubVariableOp", AssignUpdate<-1>::run);

}  // namespace
}  // namespace tb
