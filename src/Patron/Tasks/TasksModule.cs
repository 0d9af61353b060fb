using Patron.Data;
using Patron.Kernel;
using Patron.Tasks.Contracts;
using Patron.Tasks.KeepTasks;
using Patron.Tasks.ShareCalendar;
using Patron.Tasks.ShowDay;
using Patron.Tasks.ShowTask;
using Patron.Tasks.ShowTasks;
using Patron.Tasks.TakeTasks;
using Patron.Tasks.WatchTasks;
using Patron.Web.Contracts;
using Patron.Workday.Contracts;

namespace Patron.Tasks;

/// <summary>The door of the room: what is to be done for customers, and who does it until when.</summary>
internal static class TasksModule
{
    public static IServiceCollection AddTasks(this IServiceCollection services) => services
        .AddSingleton(new OwnsCustomerRows("Tasks", [TaskTable.Name], Topics.Tasks))
        .AddSingleton(new DeedKind(TaskBook.Kinds))
        .AddSingleton(new Customers.Contracts.OwnFieldRows(Customers.Contracts.RowSubject.Task, TaskTable.Name, TaskUrls.List))
        .AddSingleton<TaskBook>()
        .AddSingleton<ITasks>(p => p.GetRequiredService<TaskBook>())
        .AddSingleton<TaskReads>()
        .AddSingleton<TaskWatch>()
        .AddSingleton<Reports.Contracts.IReport, ReportTasks.PromiseReport>()
        .AddSingleton<Reports.Contracts.IReport, ReportTasks.FollowUpReport>()
        .AddSingleton<Reports.Contracts.IIndicators, ReportTasks.TaskIndicators>()
        .AddSingleton<TaskDay>()
        .AddSingleton<IDayItems>(p => p.GetRequiredService<TaskDay>())
        .AddSingleton<IKnowsContacts>(p => p.GetRequiredService<TaskDay>())
        .AddSingleton<ITimelineSource, TaskTimeline>()
        .AddSingleton<ITakesRows<IncomingTask>, TakesTasks>()
        .AddSingleton<IMeasuresRows, MeasureRows.MeasuresTasks>()
        .AddSingleton<ExportRows.TaskColumns>()
        .AddSingleton<Data.Exporting.IExportPart, ExportRows.ExportsTasks>()
        .AddSingleton<Data.Exporting.IExportPart, ExportRows.ExportsSentTasks>()
        .AddSingleton<IUndoesChanges, UndoesTasks>();

    /// <summary>What only a server shows.</summary>
    public static IServiceCollection AddTasksServer(this IServiceCollection services) => services
        .AddSingleton(new NavigationItem("tasks.title", TaskUrls.List, "checkbox", 1, 5, Tab: false, Permissions.ReadCustomers))
        .AddSingleton(new Web.SaveViews.ListWithViews(TaskUrls.List))
        .AddSingleton<CalendarFeed>()
        .AddScoped<IPaletteSource, TasksPalette>()
        .AddSingleton<IOutboxHandler, ReminderMail>()
        .AddHostedService<TaskWatcher>()
        .AddSingleton(new CustomerLink("tasks.new.title", "tasks/new", "checkbox", 20, Permissions.WriteCustomers, "t"))
        .AddSingleton(new Panel(PanelPlace.CustomerAside, 5, typeof(TasksPanel), Permissions.ReadCustomers))
        .AddSingleton(new Panel(PanelPlace.ServiceAside, 5, typeof(TasksPanel), Permissions.ReadCustomers));

    public static void MapTasks(this IEndpointRouteBuilder app)
    {
        app.MapTaskDeeds();
        app.MapTaskExport();
        app.MapCalendar();
    }
}
