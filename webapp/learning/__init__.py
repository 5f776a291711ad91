"""Where content and progress meet, without Flask: statuses, standing, marking."""
