using Patron.Data;
using Patron.Tasks.Contracts;
using Patron.Tasks.KeepTasks;

namespace Patron.Tasks;

/// <summary>The door of the room: what is to be done for customers, and who does it until when.</summary>
internal static class TasksModule
{
    public static IServiceCollection AddTasks(this IServiceCollection services) => services
        .AddSingleton(new OwnsCustomerRows("Tasks", [TaskTable.Name], Topics.Tasks))
        .AddSingleton<TaskBook>()
        .AddSingleton<ITasks>(p => p.GetRequiredService<TaskBook>())
        .AddSingleton<IUndoesChanges, UndoesTasks>();
}
