// What a command sees inside a container: host name, environment, the files that the kubelet has put there, the
// cluster's DNS. Mirrors kubelet_pods.go (GeneratePodHostNameAndDomain, makeEnvironmentVariables, ensureHostsFile).
#pragma once
#include <map>
#include <string>

#include "api/object.h"
#include "kubelet/shell.h"
#include "store/store.h"

namespace skiff {

class PodEnvironment : public Environment {
 public:
  // `container` is its spec in the pod; all outlive the environment.
  PodEnvironment(const Store& store, const Object& pod, const Value& container, Time now);

  std::string hostname() const override;
  std::vector<std::pair<std::string, std::string>> variables() const override { return variables_; }
  std::optional<std::string> read_file(std::string_view path) const override;
  std::optional<std::vector<std::string>> list_directory(std::string_view path) const override;
  std::optional<DnsAnswer> resolve(std::string_view name) const override;
  std::string name_server() const override;
  Time now() const override { return now_; }

 private:
  void add_variables();
  void add_service_variables();
  void add_files();
  void add_volume(const Value& mount, const Value& volume);
  std::optional<std::string> value_from(const Value& source) const;
  std::string field(std::string_view path) const;
  std::string full_name() const;  // what /etc/hosts says before the host name
  void set_variable(const std::string& name, std::string value);
  std::string expand(std::string_view text) const;

  const Store& store_;
  const Object& pod_;
  const Value& container_;
  Time now_;
  std::vector<std::pair<std::string, std::string>> variables_;
  std::map<std::string, std::string, std::less<>> files_;
};

// Runs a command in a container of a running pod.
ShellOutcome run_in_pod(const Store& store, const Object& pod, const Value& container,
                        const std::vector<std::string>& argv, Time now);

}  // namespace skiff
