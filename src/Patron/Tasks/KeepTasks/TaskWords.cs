using Patron.Kernel.Texts;
using Patron.Tasks.Contracts;

namespace Patron.Tasks.KeepTasks;

/// <summary>What kinds and states are called, and how they look.</summary>
internal static class TaskWords
{
    public static string Of(TaskKind kind, Sentences text) => text[$"tasks.kind.{kind.ToString().ToLowerInvariant()}"];

    public static string Of(TaskState state, Sentences text) => text[$"tasks.state.{state.ToString().ToLowerInvariant()}"];

    public static string Icon(TaskKind kind) => kind switch
    {
        TaskKind.CallBack => "phone-outgoing", TaskKind.Meeting => "calendar-event", TaskKind.Promise => "heart-handshake", TaskKind.HandOver => "arrows-exchange", _ => "checkbox",
    };

    public static string? Tone(CustomerTask task, DateTimeOffset now) => task.State switch
    {
        TaskState.Done => "good", TaskState.Returned => "warn", TaskState.Cancelled => null, _ => task.Due < now ? "bad" : null,
    };
}
