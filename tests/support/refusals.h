// Writes that a server refuses for reasons of its own: an actor that is wrapped in this meets them, and reacts.
#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "api/kind.h"
#include "apiserver/actor.h"

namespace skiff::test {

// The next `times` writes of this sort to objects whose name begins so are answered with `error`.
struct Refusal {
  Client::Write write;
  const Kind& kind;
  std::string name;
  int times;
  Error error;
};
using Refusals = std::vector<Refusal>;

class RefusingClient final : public Client {
 public:
  RefusingClient(Client& client, std::string_view component, Refusals& refusals)
      : Client(client.shared_store(), component, client.now()), refusals_(refusals) {}

 protected:
  std::optional<Error> refusal(Write write, const Kind& kind, std::string_view name) override {
    for (Refusal& one : refusals_)
      if (one.write == write && &one.kind == &kind && name.starts_with(one.name) && one.times > 0) {
        --one.times;
        return one.error;
      }
    return std::nullopt;
  }

 private:
  Refusals& refusals_;
};

class RefusedActor final : public Actor {
 public:
  RefusedActor(std::unique_ptr<Actor> actor, std::shared_ptr<Refusals> refusals)
      : actor_(std::move(actor)), refusals_(std::move(refusals)) {}
  std::string_view name() const override { return actor_->name(); }
  void observe(const Change& change, const Store& store, Workqueue& queue) override {
    actor_->observe(change, store, queue);
  }
  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) override {
    RefusingClient refusing(client, actor_->name(), *refusals_);
    Result<void> done = actor_->reconcile(key, refusing, queue);
    if (done && refusing.refused()) return *refusing.refused();
    return done;
  }

 private:
  std::unique_ptr<Actor> actor_;
  std::shared_ptr<Refusals> refusals_;
};

}  // namespace skiff::test
