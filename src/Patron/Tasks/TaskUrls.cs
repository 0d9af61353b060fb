using Patron.Kernel;
using Patron.Web;

namespace Patron.Tasks;

internal static class TaskUrls
{
    public const string List = "/tasks";
    public const string HandOvers = "/tasks/hand-overs";
    public const string Promises = "/tasks/promises";
    public const string Export = "/tasks/export";

    public static string All(CustomerId customer) => Urls.CustomerPart(customer.ToString(), "tasks");
    public static string New(CustomerId customer) => All(customer) + "/new";
    public static string One(CustomerId customer, TaskId task, string? deed = null) => $"{All(customer)}/{task}{(deed is null ? "" : "/" + deed)}";

    /// <summary>The form that logs a contact which does the task.</summary>
    public static string Log(CustomerId customer, TaskId task) => $"{Urls.CustomerPart(customer.ToString(), "contacts/new")}?task={task}";
}
