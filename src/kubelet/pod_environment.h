// What a command sees inside a container: host name, environment, the files that the kubelet has put there, the
// cluster's DNS. Mirrors kubelet_pods.go (GeneratePodHostNameAndDomain, makeEnvironmentVariables, ensureHostsFile).
#pragma once
#include <map>
#include <string>

#include "api/object.h"
#include "kubelet/behavior.h"
#include "kubelet/container_files.h"
#include "kubelet/shell/dialogue.h"
#include "kubelet/shell/shell.h"
#include "store/store.h"

namespace skiff {

class PodEnvironment : public Environment {
 public:
  // `container` is its spec in the pod; all outlive the environment.
  PodEnvironment(Store& store, const Object& pod, const Value& container, Behaviors& behaviors, Time now);

  std::string hostname() const override;
  std::vector<std::pair<std::string, std::string>> variables() const override { return variables_; }
  std::optional<std::string> read_file(std::string_view path) const override;
  std::optional<std::vector<std::string>> list_directory(std::string_view path) const override;
  std::string write_file(std::string_view path, std::string text) override;
  std::string make_directory(std::string_view path) override;
  void remove_file(std::string_view path) override;
  std::optional<FileStatus> file_status(std::string_view path) const override;
  std::string set_file_status(std::string_view path, const FileStatus& status) override;
  Identity identity() const override;
  std::vector<std::string> processes() const override;
  std::optional<DnsAnswer> resolve(std::string_view name) const override;
  std::vector<ServiceRecord> service_records(std::string_view name) const override;
  std::string name_of_address(std::string_view address) const override;
  std::string name_server() const override;
  std::string image() const override { return container_["image"].str(); }
  std::string kernel() const override { return node_info("kernelVersion"); }
  std::string architecture() const override { return node_info("architecture"); }
  HttpAnswer fetch(std::string_view host, int64_t port, std::string_view path) override;
  DatabaseAnswer ask_database(const DatabaseRequest& request) override;
  bool brings_program(std::string_view name) const override;
  bool has_removed(std::string_view path) const override;
  Time now() const override { return now_ + elapsed_; }
  void passed(Duration total) override { elapsed_ = total; }
  // The command that somebody runs beside the container's own.
  void set_command(const std::vector<std::string>& argv) { command_ = argv; }

 protected:
  // Does the simulation know what is, or is not, at that path?
  bool is_known(std::string_view path) const;
  bool is_mounted(std::string_view path) const { return mount_of(path) != nullptr; }

 private:
  const Value* mount_of(std::string_view path) const;  // the volume mount that the path is in; null: none
  const Value& volume_of(const Value& mount) const;
  Time started() const;  // the container, as far as its status says
  Identity writer_at(std::string_view path) const;
  std::optional<FileStatus> status_of_given(std::string_view path) const;
  void add_variables();
  void add_service_variables();
  void add_files();
  void add_image_files();
  void add_volume(const Value& mount, const Value& volume);
  std::optional<std::string> value_from(const Value& source) const;
  std::string field(std::string_view path) const;
  std::string resource_field(const Value& reference) const;
  std::optional<std::string> resolver_configuration() const;
  std::string node_info(std::string_view member) const;
  std::string full_name() const;  // what /etc/hosts says before the host name
  void set_variable(const std::string& name, std::string value);
  std::string expand(std::string_view text) const;

  Store& store_;
  const Object& pod_;
  const Value& container_;
  Behaviors& behaviors_;
  Time now_;
  Duration elapsed_{};  // since then
  std::vector<std::string> command_;
  ContainerFiles written_;
  std::vector<std::pair<std::string, std::string>> variables_;
  std::map<std::string, std::string, std::less<>> files_;  // that the kubelet has put there
  std::vector<std::string> given_;                         // directories with nothing else in them
};

// As whom the processes of a container run: securityContext's runAsUser, runAsGroup, fsGroup, supplementalGroups.
Identity identity_in(const Object& pod, const Value& container);

// Runs a command in a container of a running pod, after what the pod's own commands have done by now.
ShellOutcome run_in_pod(Store& store, const Object& pod, const Value& container, const std::vector<std::string>& argv,
                        const ShellOptions& options, Time now);

// The same for a program in the container that somebody talks to: how it begins, and what it makes of a line.
ShellOutcome begin_in_pod(Store& store, const Object& pod, const Value& container, Dialogue& dialogue, Time now);
ShellOutcome say_in_pod(Store& store, const Object& pod, const Value& container, Dialogue& dialogue,
                        const std::string& line, Time now);

}  // namespace skiff
