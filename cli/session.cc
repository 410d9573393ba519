#include "cli/session.h"

#include <algorithm>
#include <cstdlib>

#include "cli/contexts.h"
#include "sim/wall_clock.h"

namespace skiff::cli {
namespace {

// Where a manual clock starts.
Time manual_start() { return *parse_rfc3339("2026-01-01T00:00:00Z"); }

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

ClockMode mode_from_environment() {
  return environment("SKIFF_CLOCK") == "manual" ? ClockMode::kManual : ClockMode::kAuto;
}

}  // namespace

std::string state_file_of(const SessionOptions& options) {
  if (!options.state_file.empty()) return options.state_file;
  if (std::string file = environment("SKIFF_STATE"); !file.empty()) return file;
  return default_state_file(options.context.empty() ? Contexts::load().current : options.context);
}

struct Session::Impl {
  SessionOptions options;
  std::string path;
  std::string ns;
  bool saves = true;
  std::unique_ptr<journal::Journal> journal;
  std::unique_ptr<Store> store;
  std::unique_ptr<Cluster> cluster;

  void make(const NewCluster& wanted) {
    store->random() = Random(wanted.seed);
    const Time wall = wall_clock_now();
    const Time start = wanted.clock == ClockMode::kManual ? manual_start() : wall;
    set_initial_clock(*store, wanted.clock, start, wall);
    make_default_cluster(*store, wanted.spec, start);
  }
};

namespace {

Result<std::unique_ptr<journal::Journal>> open_journal(const std::string& path, journal::Access access,
                                                       Duration lock_timeout, std::ostream& err) {
  journal::OpenOptions how;
  how.access = access;
  how.lock_timeout = lock_timeout;
  how.notice = [&err](std::string_view message) { err << message << "\n"; };
  return journal::Journal::open(path, how);
}

}  // namespace

Result<std::unique_ptr<Session>> Session::open(const SessionOptions& options, std::ostream& err) {
  auto impl = std::make_unique<Impl>();
  impl->options = options;
  impl->path = state_file_of(options);
  // A command that only reads saves what the clock has brought about if nobody else is writing, and else reads on.
  const Duration patience = options.read_only ? Duration::zero() : options.lock_timeout;
  auto journal = open_journal(impl->path, journal::Access::kWrite, patience, err);
  if (!journal && options.read_only) {
    journal = open_journal(impl->path, journal::Access::kRead, patience, err);
    impl->saves = false;
  }
  if (!journal) return journal.error();
  impl->journal = std::move(*journal);
  impl->store = std::make_unique<Store>(*impl->journal);
  if (impl->journal->fresh()) {
    impl->make({ClusterSpec{}, mode_from_environment(), 1});
    err << "Created the cluster \"sim\" in " << impl->path << "\n";
  }
  impl->cluster = std::make_unique<Cluster>(*impl->store);
  impl->cluster->react();
  impl->cluster->catch_up(wall_clock_now());
  impl->ns = options.ns;
  if (impl->ns.empty()) {
    const Contexts contexts = Contexts::load();
    const auto found = contexts.namespaces.find(options.context.empty() ? contexts.current : options.context);
    if (found != contexts.namespaces.end()) impl->ns = found->second;
  }
  if (impl->ns.empty()) impl->ns = "default";
  return std::unique_ptr<Session>(new Session(std::move(impl)));
}

Result<std::unique_ptr<Session>> Session::create(const SessionOptions& options, const NewCluster& wanted,
                                                 std::ostream& err) {
  auto impl = std::make_unique<Impl>();
  impl->options = options;
  impl->path = state_file_of(options);
  auto journal = open_journal(impl->path, journal::Access::kWrite, options.lock_timeout, err);
  if (!journal) return journal.error();
  impl->journal = std::move(*journal);
  if (!impl->journal->fresh()) return client_error("the cluster in " + impl->path + " already exists");
  impl->store = std::make_unique<Store>(*impl->journal);
  impl->make(wanted);
  impl->cluster = std::make_unique<Cluster>(*impl->store);
  impl->cluster->react();
  impl->ns = "default";
  return std::unique_ptr<Session>(new Session(std::move(impl)));
}

Session::Session(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Session::~Session() = default;

ApiServer& Session::api() { return impl_->cluster->api(); }
Cluster& Session::cluster() { return *impl_->cluster; }
Time Session::now() { return impl_->cluster->now(); }
const std::string& Session::ns() const { return impl_->ns; }
bool Session::ns_given() const { return !impl_->options.ns.empty(); }
const std::string& Session::state_file() const { return impl_->path; }
const journal::Journal& Session::history() const { return *impl_->journal; }
Store& Session::store() { return *impl_->store; }

Result<void> Session::finish() {
  impl_->cluster->save(wall_clock_now());
  if (!impl_->saves || !impl_->store->dirty()) return {};
  return impl_->store->commit();
}

}  // namespace skiff::cli
